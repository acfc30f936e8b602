package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.moderation.HitClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new ban or mute, and the clients that it hit.
 *
 * @param replaced the earlier one of the same target; null where there was none
 */
public record AppliedRestriction(
        @JsonUnwrapped RestrictionView restriction,
        List<HitClient> clients,
        @JsonIgnore @Nullable RestrictionView replaced)
        implements ActionResult {
    @Override
    public String outcome() {
        Boolean shadow = restriction.shadow();
        String how = shadow == null ? "banned " : shadow ? "shadow-muted " : "muted ";
        return how + restriction.until() + " as " + restriction.id() + (shadow == null ? ", ended " : ", hit ")
                + clients.size();
    }

    @Override
    public @Nullable Object before() {
        return replaced;
    }

    @Override
    public Object after() {
        return restriction;
    }
}
