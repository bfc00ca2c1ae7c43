"""Work: a draft is published; rounds, deadlines, versions, outline rows."""
