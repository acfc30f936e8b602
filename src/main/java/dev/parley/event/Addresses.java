package dev.parley.event;

import dev.parley.session.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Looks up where a host is, and refuses what is none of the public internet: else whoever may make a webhook reaches what
 * only this machine does. A look-up occupies a thread of the system, so it has threads of its own.
 */
final class Addresses {
    /** Of special purpose (IANA) and not reached from everywhere, or standing for another address that may not be. */
    private static final List<Network> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "192.0.0.0/24",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/32",
                    "2002::/16",
                    "fec0::/10",
                    "ff00::/8")
            .map(text -> Network.of(text).orElseThrow())
            .toList();

    /** Its last four bytes are the IPv4 address that is reached by it (RFC 6052). */
    private static final Network TRANSLATED = Network.of("64:ff9b::/96").orElseThrow();

    private static final int IPV4_BYTES = 4;

    private final boolean allowsPrivate;
    private final ExecutorService lookUps;

    Addresses(WebhookSettings settings, ExecutorService lookUps) {
        this.allowsPrivate = settings.allowPrivateNetworks();
        this.lookUps = lookUps;
    }

    /** @throws IOException when there is none, or one of them is refused; its message is for people */
    List<InetAddress> of(String host, Duration longest) throws IOException, InterruptedException {
        List<InetAddress> all = lookUp(host, longest);
        for (InetAddress address : all) {
            if (!allowsPrivate && !isPublic(address)) {
                String found = address.getHostAddress();
                throw new IOException(host + (host.equals(found) ? "" : ", which is " + found + ",")
                        + " is not of the public internet (parley.webhooks.allow-private-networks)");
            }
        }
        return all;
    }

    private List<InetAddress> lookUp(String host, Duration longest) throws IOException, InterruptedException {
        try {
            var lookUp = lookUps.submit(() -> InetAddress.getAllByName(host));
            return Arrays.asList(lookUp.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw new IOException("there is no host " + host, e);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new IOException("the name " + host + " is not resolved in time", e);
        }
    }

    static boolean isPublic(InetAddress address) throws IOException {
        if (TRANSLATED.contains(address)) {
            byte[] bytes = address.getAddress();
            return isPublic(
                    InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length)));
        }
        return Stream.of(Network.PRIVATE, SPECIAL)
                .flatMap(List::stream)
                .noneMatch(network -> network.contains(address));
    }
}
