"""What stands around every page of staff: its files, its icons, the way to everything else."""
