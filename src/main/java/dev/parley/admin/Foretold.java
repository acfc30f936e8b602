package dev.parley.admin;

import dev.parley.moderation.Foresight;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Warning;
import java.util.List;

/** Whom a ban or a mute would hit, and what there is to know before. */
record Foretold(List<HitClient> clients, List<ShownWarning> warnings) {
    /** One whom a ban ended, or a mute keeps silent, or would. */
    record HitClient(String id, String nick, String address) {
        static List<HitClient> of(List<Moderator.Hit> hits) {
            return hits.stream()
                    .map(hit -> new HitClient(
                            hit.session().id(),
                            hit.nick().value(),
                            hit.session().state().address().getHostAddress()))
                    .toList();
        }
    }

    record ShownWarning(String code, String text) {
        static ShownWarning of(Warning warning) {
            return new ShownWarning(warning.kind().code(), warning.text());
        }
    }

    static Foretold of(Foresight.Foreseen foreseen) {
        return new Foretold(
                HitClient.of(foreseen.hits()),
                foreseen.warnings().stream().map(ShownWarning::of).toList());
    }
}
