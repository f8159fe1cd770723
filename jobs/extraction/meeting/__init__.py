"""What an announced meeting is: who meets, where, of what kind, under which name."""
