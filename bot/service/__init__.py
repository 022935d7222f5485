"""Where everything meets: settings, store, scheduler, Discord. Wiring, no logic."""
