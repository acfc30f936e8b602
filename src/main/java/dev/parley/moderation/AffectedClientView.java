package dev.parley.moderation;

import java.util.List;

/** A client that a ban disconnects or a mute silences, or would in a preview. */
public record AffectedClientView(String id, String nick, String address) {
    public static List<AffectedClientView> of(List<ModerationService.AffectedClient> hits) {
        return hits.stream()
                .map(hit -> new AffectedClientView(
                        hit.client().id(),
                        hit.nick().value(),
                        hit.client().address().getHostAddress()))
                .toList();
    }
}
