package dev.parley.moderation;

import java.util.List;

/** A client that a ban ended or a mute silences, or would. */
public record HitClient(String id, String nick, String address) {
    public static List<HitClient> of(List<Moderator.Hit> hits) {
        return hits.stream()
                .map(hit -> new HitClient(
                        hit.client().id(),
                        hit.nick().value(),
                        hit.client().address().getHostAddress()))
                .toList();
    }
}
