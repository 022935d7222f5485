"""Where everything meets: settings, store, scheduler, Discord. Wiring, no logic."""

from bot.service.run import ServiceError, apply_settings, check_rules, run_service

__all__ = ["ServiceError", "apply_settings", "check_rules", "run_service"]
