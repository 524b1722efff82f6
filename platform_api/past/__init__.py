"""What somebody could open on a day that is over: the one policy, asked with the facts of that day."""
