package dev.parley.operator;

import dev.parley.moderation.ImpactPreview;

/**
 * Reason for rejecting an action. Its text has neither a capital letter nor a full stop, because REST and the chat each
 * add their own.
 */
public sealed interface OperatorError {
    record BadArgument(String text) implements OperatorError {}

    record Forbidden(String text) implements OperatorError {}

    record NoSuchClient(String target) implements OperatorError {}

    record NoSuchRoom(String name) implements OperatorError {}

    record NoSuchRestriction(RestrictionKind kind, String id) implements OperatorError {}

    record TooManyRestrictions(RestrictionKind kind, int max) implements OperatorError {}

    /** A ban that the operator must confirm, because it may affect more clients than the operator intends. */
    record NeedsForce(ImpactPreview.Impact impact) implements OperatorError {}

    /** A service that the action needs is not available now. */
    record Unavailable(String text) implements OperatorError {}

    /** Returns the code that REST and the audit show. */
    default String code() {
        return switch (this) {
            case BadArgument error -> "bad-argument";
            case Forbidden error -> "forbidden";
            case NoSuchClient error -> "no-such-client";
            case NoSuchRoom error -> "no-such-room";
            case NoSuchRestriction error -> "no-such-" + error.kind().label();
            case TooManyRestrictions error -> "too-many-" + error.kind().label() + "s";
            case NeedsForce error -> "needs-force";
            case Unavailable error -> "unavailable";
        };
    }

    default String text() {
        return switch (this) {
            case BadArgument error -> error.text();
            case Forbidden error -> error.text();
            case NoSuchClient error -> "there is no client " + error.target();
            case NoSuchRoom error -> "there is no room " + error.name();
            case NoSuchRestriction error -> "there is no " + error.kind().label() + " " + error.id();
            case TooManyRestrictions error ->
                "the limit of " + error.max() + " " + error.kind().label() + "s is reached; remove some first";
            case NeedsForce error -> "this ban affects a proxy, a private range or yourself";
            case Unavailable error -> error.text();
        };
    }
}
