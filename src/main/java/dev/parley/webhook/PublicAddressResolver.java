package dev.parley.webhook;

import dev.parley.net.IpNetwork;
import java.net.Inet4Address;
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
     * IPv4 networks that are not the public internet: the whole IANA IPv4 Special-Purpose Address Registry
     * (https://www.iana.org/assignments/iana-ipv4-special-registry), and multicast (RFC 5771).
     */
    private static final List<IpNetwork> SPECIAL_IPV4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Network of the global unicast addresses that IANA assigns (RFC 3513, section 4); all others are refused. */
    private static final IpNetwork GLOBAL_IPV6 = IpNetwork.of("2000::/3").orElseThrow();

    /**
     * Networks within {@link #GLOBAL_IPV6} that are not the public internet, or embed an IPv4 address (Teredo, 6to4):
     * the IANA IPv6 Special-Purpose Address Registry
     * (https://www.iana.org/assignments/iana-ipv6-special-registry).
     */
    private static final List<IpNetwork> SPECIAL_IPV6 =
            networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /**
     * Metadata services of cloud providers, which give credentials to anything on the machine that asks: AWS (also of
     * containers), Azure, Google, Alibaba, Oracle. They are refused even where private networks are allowed.
     */
    private static final List<IpNetwork> METADATA = networks(
            "169.254.169.254/32",
            "169.254.170.2/32",
            "169.254.170.23/32",
            "168.63.129.16/32",
            "100.100.100.200/32",
            "192.0.0.192/32",
            "fd00:ec2::254/128",
            "fd00:ec2::23/128",
            "fd20:ce::254/128");

    /** Networks of addresses whose last four bytes are an IPv4 address: NAT64 (RFC 6052, RFC 8215). */
    private static final List<IpNetwork> NAT64 = networks("64:ff9b::/96", "64:ff9b:1::/48");

    /** Network of addresses whose bytes 2 to 5 are an IPv4 address: 6to4 (RFC 3056). */
    private static final List<IpNetwork> SIX_TO_FOUR = networks("2002::/16");

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
            String found = address.getHostAddress();
            String name = host.equals(found) ? host : host + " (" + found + ")";
            if (!isNoneOf(METADATA, destination(address))) {
                throw new UnknownHostException(name + " is the metadata service of a cloud, which is never allowed");
            }
            if (!allowsPrivate && !isPublic(address)) {
                throw new UnknownHostException(
                        name + " is not a public address; parley.webhooks.allow-private-networks allows private ones");
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

    /** Java represents an IPv4-mapped address as the IPv4 address. */
    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? isNoneOf(SPECIAL_IPV4, address)
                : GLOBAL_IPV6.contains(address) && isNoneOf(SPECIAL_IPV6, address);
    }

    /** Returns the IPv4 address to which a gateway forwards packets for this address, or the address itself. */
    private static InetAddress destination(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        if (!isNoneOf(NAT64, address)) {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        }
        return isNoneOf(SIX_TO_FOUR, address) ? address : InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6));
    }

    private static boolean isNoneOf(List<IpNetwork> networks, InetAddress address) {
        return networks.stream().noneMatch(network -> network.contains(address));
    }

    private static List<IpNetwork> networks(String... texts) {
        return Stream.of(texts).map(text -> IpNetwork.of(text).orElseThrow()).toList();
    }
}
