"""The stages, by name. A stage module has `Options`, its rules, and `build`."""
