package dev.parley.webhook;

/** @param allowPrivateNetworks whether events may be sent to addresses of private networks and of this machine */
public record WebhookSettings(boolean allowPrivateNetworks) {}
