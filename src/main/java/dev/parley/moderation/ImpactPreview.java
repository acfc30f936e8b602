package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Preview of the effect of a ban or mute. A preview changes nothing. */
public final class ImpactPreview {
    private final ModerationService moderation;
    private final TrustedProxies proxies;

    /** Clients that a ban or mute would affect now, and warnings. */
    public record Impact(List<AffectedClientView> clients, List<ImpactWarning> warnings) {
        public boolean needsForce() {
            return warnings.stream().anyMatch(ImpactWarning::needsForce);
        }
    }

    ImpactPreview(ModerationService moderation, TrustedProxies proxies) {
        this.moderation = moderation;
        this.proxies = proxies;
    }

    /**
     * @param caller address of the operator; null if it is unknown
     * @param isBan false for a mute, which never needs to be confirmed
     */
    public Impact preview(Target target, @Nullable InetAddress caller, boolean isBan) {
        List<ModerationService.AffectedClient> hits = moderation.hits(target);
        Map<ImpactWarning.Kind, String> texts = new EnumMap<>(ImpactWarning.Kind.class);
        shared(hits).ifPresent(text -> texts.put(ImpactWarning.Kind.SHARED_ADDRESS, text));
        if (target instanceof Target.ByNetwork from) {
            addWarnings(texts, from.network(), caller);
        }
        List<ImpactWarning> warnings = texts.entrySet().stream()
                .map(entry -> new ImpactWarning(
                        entry.getKey(),
                        entry.getValue(),
                        isBan && entry.getKey().needsForce()))
                .toList();
        return new Impact(AffectedClientView.of(hits), warnings);
    }

    private void addWarnings(Map<ImpactWarning.Kind, String> texts, IpNetwork network, @Nullable InetAddress caller) {
        overlapping(proxies.networks(), network)
                .ifPresent(proxy -> texts.put(
                        ImpactWarning.Kind.PROXY,
                        "This affects the proxy " + proxy + ", and so everyone who connects through it."));
        overlapping(IpNetwork.PRIVATE, network)
                .ifPresent(range -> texts.put(
                        ImpactWarning.Kind.PRIVATE_RANGE,
                        "An address of the private range " + range
                                + " can be that of many people, or of a load balancer" + " in front of them."));
        if (caller != null && network.contains(caller)) {
            texts.put(
                    ImpactWarning.Kind.OWN_SESSION, "This affects your own address, " + caller.getHostAddress() + ".");
        }
    }

    private static Optional<IpNetwork> overlapping(List<IpNetwork> networks, IpNetwork network) {
        return networks.stream().filter(network::overlaps).findFirst();
    }

    /**
     * Returns how many of the clients share an address with another one; empty if none do. IPv6 addresses of one /64
     * count as the same address.
     */
    private static Optional<String> shared(List<ModerationService.AffectedClient> hits) {
        Map<IpNetwork, Long> counts = hits.stream()
                .collect(Collectors.groupingBy(
                        hit -> IpNetwork.ofClient(hit.client().address()), Collectors.counting()));
        long sharing = counts.values().stream()
                .filter(count -> count > 1)
                .mapToLong(Long::longValue)
                .sum();
        long addresses = counts.values().stream().filter(count -> count > 1).count();
        return sharing == 0
                ? Optional.empty()
                : Optional.of(sharing + " of the affected clients share "
                        + (addresses == 1 ? "one address." : addresses + " addresses."));
    }
}
