package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What there is to know before a ban. */
class ImpactPreviewTest {
    private static final InetAddress OPERATOR = InetAddress.ofLiteral("198.51.100.7");

    private final ModerationFixture fixture = new ModerationFixture();
    private final ImpactPreview impactPreview =
            new ImpactPreview(fixture.moderation, new TrustedProxies(List.of(network("203.0.113.8/29"))));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void previewListsAffectedClientsWithoutDisconnectingThem() {
        var troll = fixture.new FakeClient("192.0.2.9");
        var other = fixture.new FakeClient("192.0.2.10");
        troll.sends("/nick troll");

        for (Target target : List.of(from("192.0.2.9"), new Target.ByNick(new Nick("Troll")))) {
            var foreseen = impactPreview.preview(target, OPERATOR, true);

            assertThat(foreseen.clients())
                    .containsExactly(new AffectedClientView(troll.session.id(), "troll", "192.0.2.9"));
            assertThat(foreseen.warnings()).isEmpty();
        }
        assertThat(fixture.isPresent(troll.session)).isTrue();
        assertThat(fixture.isPresent(other.session)).isTrue();
        assertThat(fixture.bans.bans()).isZero();
    }

    @Test
    void sharedAddressIsAWarningThatNeedsNoForce() {
        fixture.new FakeClient("192.0.2.9");
        fixture.new FakeClient("192.0.2.9");
        fixture.new FakeClient("192.0.2.10");

        assertThat(impactPreview.preview(from("192.0.2.10"), OPERATOR, true).warnings())
                .isEmpty();
        var foreseen = impactPreview.preview(from("192.0.2.0/24"), OPERATOR, true);
        assertThat(foreseen.warnings())
                .containsExactly(new ImpactWarning(
                        ImpactWarning.Kind.SHARED_ADDRESS, "2 of the affected clients share one address.", false));
        assertThat(foreseen.needsForce()).isFalse();
    }

    @Test
    void ipv6ClientsOfASlash64ShareOneAddress() {
        fixture.new FakeClient("2001:db8::1");
        fixture.new FakeClient("2001:db8::2");
        fixture.new FakeClient("2001:db8:1::1");
        fixture.new FakeClient("2001:db8:1::2");

        assertThat(impactPreview.preview(from("2001:db8::/32"), OPERATOR, true).warnings())
                .extracting(ImpactWarning::text)
                .containsExactly("4 of the affected clients share 2 addresses.");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, PROXY",
        "203.0.113.0/24, PROXY",
        "10.1.2.3, PRIVATE_RANGE",
        "172.31.255.255, PRIVATE_RANGE",
        "192.168.0.0/16, PRIVATE_RANGE",
        "192.160.0.0/11, PRIVATE_RANGE",
        "127.0.0.9, PRIVATE_RANGE",
        "169.254.1.1, PRIVATE_RANGE",
        "100.127.0.1, PRIVATE_RANGE",
        "::1, PRIVATE_RANGE",
        "fe80::1, PRIVATE_RANGE",
        "fd00::1, PRIVATE_RANGE",
        "198.51.100.7, OWN_SESSION",
        "198.51.0.0/16, OWN_SESSION"
    })
    void onlyABanOfAProxyPrivateRangeOrOwnAddressNeedsForce(String network, ImpactWarning.Kind kind) {
        var foreseen = impactPreview.preview(from(network), OPERATOR, true);

        assertThat(foreseen.warnings()).extracting(ImpactWarning::code).containsExactly(kind);
        assertThat(foreseen.warnings()).allMatch(ImpactWarning::needsForce);
        assertThat(foreseen.needsForce()).isTrue();
        assertThat(impactPreview.preview(from(network), OPERATOR, false).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.needsForce()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.7", "9.255.255.255", "172.32.0.0", "198.51.100.6", "2001:db8::1", "fec0::1"})
    void addressOutsideProxyPrivateAndOwnRangesGivesNoWarning(String network) {
        assertThat(impactPreview.preview(from(network), OPERATOR, true).warnings())
                .isEmpty();
    }

    private static Target from(String network) {
        return new Target.ByNetwork(network(network));
    }

    private static IpNetwork network(String text) {
        return IpNetwork.of(text).orElseThrow();
    }
}
