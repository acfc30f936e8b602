package dev.parley.webhook;

import dev.parley.net.IpNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves the hosts of webhooks, and refuses addresses outside the public internet. This prevents server-side request
 * forgery: webhooks must not reach services that are reachable only from this machine or its network. All addresses of
 * a host are checked, and connections are made to checked addresses only. A lookup blocks its thread, so lookups have
 * their own threads.
 */
final class PublicAddressResolver implements DnsResolver {
    /**
     * Special-purpose networks (IANA) whose addresses are not globally reachable, or embed another address that may not
     * be globally reachable.
     */
    private static final List<IpNetwork> SPECIAL = Stream.of(
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
            .map(text -> IpNetwork.of(text).orElseThrow())
            .toList();

    /** Network of translated addresses (RFC 6052). The last four bytes of such an address are an IPv4 address. */
    private static final IpNetwork TRANSLATED = IpNetwork.of("64:ff9b::/96").orElseThrow();

    private static final int IPV4_BYTES = 4;

    private final boolean allowsPrivate;
    private final ExecutorService lookups;
    private final Duration timeout;

    /** @param timeout timeout of a lookup while connecting */
    PublicAddressResolver(WebhookProperties properties, ExecutorService lookups, Duration timeout) {
        this.allowsPrivate = properties.allowPrivateNetworks();
        this.lookups = lookups;
        this.timeout = timeout;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, timeout);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /**
     * @throws UnknownHostException if the host has no address, or one of its addresses is refused; the exception's
     *     message is written for operators
     */
    InetAddress[] resolve(String host, Duration longest) throws UnknownHostException {
        InetAddress[] all = lookUp(host, longest);
        for (InetAddress address : all) {
            if (!allowsPrivate && !isPublic(address)) {
                String found = address.getHostAddress();
                throw new UnknownHostException(host + (host.equals(found) ? "" : " (" + found + ")")
                        + " is not a public address; parley.webhooks.allow-private-networks allows private ones");
            }
        }
        return all;
    }

    private InetAddress[] lookUp(String host, Duration longest) throws UnknownHostException {
        try {
            return lookups.submit(() -> InetAddress.getAllByName(host)).get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException("Unknown host " + host);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new UnknownHostException("The name " + host + " was not resolved in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("The lookup of the name " + host + " was interrupted");
        }
    }

    private static boolean isPublic(InetAddress address) throws UnknownHostException {
        if (TRANSLATED.contains(address)) {
            byte[] bytes = address.getAddress();
            return isPublic(
                    InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length)));
        }
        return Stream.of(IpNetwork.PRIVATE, SPECIAL)
                .flatMap(List::stream)
                .noneMatch(network -> network.contains(address));
    }
}
