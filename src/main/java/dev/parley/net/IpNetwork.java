package dev.parley.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Network of addresses that begin with the same bits, such as {@code 10.0.0.0/8}.
 *
 * @param address first address of the network
 * @param bits number of bits that the addresses share
 */
public record IpNetwork(InetAddress address, int bits) {
    private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?");

    /** Networks whose addresses are used in many places independently: RFC 1918, 6598, 3927, 4193, 4291. */
    public static final List<IpNetwork> PRIVATE = Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10")
            .map(text -> of(text).orElseThrow())
            .toList();

    /** Prefix length of one IPv6 client, which owns its whole /64 and may use any address of it. */
    private static final int IPV6_CLIENT_BITS = 64;

    public IpNetwork {
        address = first(address, bits);
    }

    /** Returns the network of one client with this address: the IPv4 address itself, or the IPv6 /64. */
    public static IpNetwork ofClient(InetAddress address) {
        return new IpNetwork(address, address instanceof Inet4Address ? length(address) : IPV6_CLIENT_BITS);
    }

    /**
     * Parses a network or a single address. An address stands for the network of its client. Empty if the text is
     * neither.
     */
    public static Optional<IpNetwork> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String bits = parts.group(2);
        return address(parts.group(1))
                .filter(address -> bits == null || Integer.parseInt(bits) <= length(address))
                .map(address -> bits == null ? ofClient(address) : new IpNetwork(address, Integer.parseInt(bits)));
    }

    /** Returns all networks that contain the address, the smallest first. */
    public static Stream<IpNetwork> containing(InetAddress address) {
        int length = length(address);
        return IntStream.rangeClosed(0, length).mapToObj(less -> new IpNetwork(address, length - less));
    }

    /**
     * Returns an address as text. The interface of a link-local address is left out, because other machines do not know
     * it.
     */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    public boolean contains(InetAddress other) {
        return first(other, bits).equals(address);
    }

    /** Whether any address is in both networks. */
    public boolean overlaps(IpNetwork other) {
        return contains(other.address) || other.contains(address);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }

    /** Parses an address. Java reads 10.1 and 010.0.0.1 as 10.0.0.1. Such ambiguous text is not accepted here. */
    private static Optional<InetAddress> address(String text) {
        try {
            var address = InetAddress.ofLiteral(text);
            boolean isClear = !(address instanceof Inet4Address)
                    || address.getHostAddress().equals(text);
            return Optional.of(address).filter(literal -> isClear);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int length(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static InetAddress first(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int shared = Math.clamp((long) bits - i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xFF00 >> shared);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address without its last bits is one of the same length", e);
        }
    }
}
