"""The Telegram side: reads what people type, writes what they read."""
