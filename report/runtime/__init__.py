"""What runs and keeps work, and reads what others made: bounded, and with nothing taken on trust."""
