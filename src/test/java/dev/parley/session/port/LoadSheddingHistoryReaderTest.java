package dev.parley.session.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadSheddingHistoryReaderTest {
    private static final Reply FOUND = new Reply.Notice("found");
    private static final Membership LOBBY = new Membership(RoomName.LOBBY, 0, 0);
    private static final MemberSnapshot ANN =
            new MemberSnapshot(new Nick("ann"), null, true, List.of(LOBBY), RoomName.LOBBY, Format.TEXT, true, 0);

    private boolean isShort;
    private final HistoryReader historyReader = new LoadSheddingHistoryReader(
            new HistoryReader() {
                @Override
                public Reply latest(Membership room, int count) {
                    return FOUND;
                }

                @Override
                public Reply since(long id, MemberSnapshot reader) {
                    return FOUND;
                }

                @Override
                public Reply missed(long heard, MemberSnapshot reader) {
                    return FOUND;
                }
            },
            () -> isShort);

    @Test
    void historyRequestsAreRefusedWhileMemoryIsShort() {
        assertThat(historyReader.latest(LOBBY, 1)).isEqualTo(FOUND);
        assertThat(historyReader.since(1, ANN)).isEqualTo(FOUND);
        assertThat(historyReader.missed(1, ANN)).isEqualTo(FOUND);
        isShort = true;
        assertThat(historyReader.latest(LOBBY, 1)).extracting("code").isEqualTo(StatusCode.BUSY);
        assertThat(historyReader.since(1, ANN)).extracting("code").isEqualTo(StatusCode.BUSY);
        assertThat(historyReader.missed(1, ANN)).extracting("code").isEqualTo(StatusCode.BUSY);
        isShort = false;
        assertThat(historyReader.latest(LOBBY, 1)).isEqualTo(FOUND);
    }
}
