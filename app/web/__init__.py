"""Door: the pages and the JSON interface over HTTP."""
