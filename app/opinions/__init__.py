"""Work: keeps each clause's comments grouped, and staff's edits of the grouping."""
