"""Door: the commands, one file each."""
