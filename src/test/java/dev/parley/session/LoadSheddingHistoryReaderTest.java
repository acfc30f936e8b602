package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparingRecallTest {
    private static final Answer FOUND = new Answer.Notice("found");
    private static final Membership LOBBY = new Membership(RoomName.LOBBY, 0, 0);
    private static final MemberState ANN =
            new MemberState(new Nick("ann"), null, true, List.of(LOBBY), RoomName.LOBBY, Format.TEXT, 0);

    private boolean isShort;
    private final Recall recall = new SparingRecall(
            new Recall() {
                @Override
                public Answer latest(Membership room, int count) {
                    return FOUND;
                }

                @Override
                public Answer since(long id, MemberState reader) {
                    return FOUND;
                }

                @Override
                public Answer missed(long heard, MemberState reader) {
                    return FOUND;
                }
            },
            () -> isShort);

    @Test
    void whileMemoryIsShortNothingIsRecalled() {
        assertThat(recall.latest(LOBBY, 1)).isEqualTo(FOUND);
        assertThat(recall.since(1, ANN)).isEqualTo(FOUND);
        assertThat(recall.missed(1, ANN)).isEqualTo(FOUND);
        isShort = true;
        assertThat(recall.latest(LOBBY, 1)).extracting("code").isEqualTo(Code.BUSY);
        assertThat(recall.since(1, ANN)).extracting("code").isEqualTo(Code.BUSY);
        assertThat(recall.missed(1, ANN)).extracting("code").isEqualTo(Code.BUSY);
        isShort = false;
        assertThat(recall.latest(LOBBY, 1)).isEqualTo(FOUND);
    }
}
