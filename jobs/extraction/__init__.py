"""From the text of an Article to its Mentions; pure: no database, no network, no clock."""
