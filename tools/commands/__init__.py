"""One module per command: `main(arguments) -> exit code`."""
