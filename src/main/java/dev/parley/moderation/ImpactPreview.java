package dev.parley.moderation;

import dev.parley.net.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a ban or a mute would do, without doing it. */
public final class Foresight {
    private final Moderator moderator;
    private final Proxies proxies;

    /** Clients that it would hit now, and warnings. */
    public record Foreseen(List<HitClient> clients, List<Warning> warnings) {
        public boolean needsForce() {
            return warnings.stream().anyMatch(warning -> warning.code().needsForce());
        }
    }

    Foresight(Moderator moderator, Proxies proxies) {
        this.moderator = moderator;
        this.proxies = proxies;
    }

    /** @param caller from where the operator asks; null where that is not known */
    public Foreseen foresee(Target target, @Nullable InetAddress caller) {
        List<Moderator.Hit> hits = moderator.hits(target);
        List<Warning> warnings = new ArrayList<>();
        shared(hits).ifPresent(text -> warnings.add(new Warning(Warning.Kind.SHARED_ADDRESS, text)));
        if (target instanceof Target.From from) {
            addWarnings(warnings, from.network(), caller);
        }
        return new Foreseen(HitClient.of(hits), List.copyOf(warnings));
    }

    private void addWarnings(List<Warning> warnings, Network network, @Nullable InetAddress caller) {
        overlapping(proxies.networks(), network)
                .ifPresent(proxy -> warnings.add(new Warning(
                        Warning.Kind.PROXY,
                        "Connections from the proxy " + proxy + " are for others: all who come through it are hit.")));
        overlapping(Network.PRIVATE, network)
                .ifPresent(range -> warnings.add(new Warning(
                        Warning.Kind.PRIVATE_RANGE,
                        "The private range " + range + " is hit: people who share a network, or a load balancer that"
                                + " hides who comes.")));
        if (caller != null && network.contains(caller)) {
            warnings.add(new Warning(
                    Warning.Kind.OWN_SESSION, "You come from " + caller.getHostAddress() + " yourself, which is hit."));
        }
    }

    private static Optional<Network> overlapping(List<Network> networks, Network network) {
        return networks.stream().filter(network::overlaps).findFirst();
    }

    /** Of the address, for IPv6 the /64, that most of them come from. */
    private static Optional<String> shared(List<Moderator.Hit> hits) {
        Map<Network, Long> counts = hits.stream()
                .collect(Collectors.groupingBy(
                        hit -> Network.ofClient(hit.client().address()), Collectors.counting()));
        long sharing = counts.values().stream()
                .filter(count -> count > 1)
                .mapToLong(Long::longValue)
                .sum();
        long addresses = counts.values().stream().filter(count -> count > 1).count();
        return sharing == 0
                ? Optional.empty()
                : Optional.of(sharing + " of the clients it hits share "
                        + (addresses == 1 ? "one address." : addresses + " addresses."));
    }
}
