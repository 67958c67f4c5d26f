"""The road of the programme, played through the acts themselves on real bodies and countries."""
