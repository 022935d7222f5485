"""The main job, offline: bundled sample feeds on loopback go through the real pipeline to the terminal."""

from bot.demo.play import Told, play

__all__ = ["Told", "play"]
