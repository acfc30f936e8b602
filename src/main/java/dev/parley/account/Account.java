package dev.parley.account;

import dev.parley.chat.Nick;
import java.time.Instant;

/** A registered name. */
public record Account(Nick name, Instant createdAt) {}
