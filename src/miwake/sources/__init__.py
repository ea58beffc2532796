"""Where examples come from: functions, files, downloads."""
