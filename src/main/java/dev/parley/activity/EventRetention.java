package dev.parley.activity;

import java.time.Duration;

/** How long what happened is kept, and how much of it. */
public record EventRetention(Duration age, long characters) {}
