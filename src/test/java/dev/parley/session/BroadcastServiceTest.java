package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BroadcastServiceTest {
    private final Office office = new Office();

    @Test
    void hearersOfOneFormatGetTheSameBytes() {
        Map<byte[], Integer> sent = new IdentityHashMap<>();
        List<Office.Client> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var client = office.connect();
            client.onBytes = bytes -> sent.merge(bytes, 1, Integer::sum);
            clients.add(client);
        }
        clients.get(4).sends("/format json");
        clients.get(5).sends("/join #dev");
        office.settle();
        sent.clear();
        clients.get(5).sends("/msg #lobby hello");
        office.settle();
        assertThat(sent.values()).containsExactlyInAnyOrder(4, 1, 1);
    }

    @Test
    void whatABatchSaysIsOneWrite() {
        var anna = office.connect();
        var bob = office.connect();
        anna.sends("one");
        office.apply();
        bob.sends("two");
        office.apply();
        office.write();
        assertThat(bob.received().lines()).hasSize(3);
        assertThat(bob.writes()).isEqualTo(1);
    }
}
