package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A ban or a mute that an operator took back. */
public record RemovedRestriction(
        @JsonIgnore RestrictionKind kind, @JsonUnwrapped RestrictionView restriction) implements ActionResult {
    @Override
    public String outcome() {
        return "took back the " + kind.label() + " of " + restriction.target();
    }

    @Override
    public Object before() {
        return restriction;
    }
}
