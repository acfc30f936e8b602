package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Answer;
import dev.parley.chat.Code;
import dev.parley.chat.Format;
import dev.parley.chat.MemberState;
import dev.parley.chat.Nick;
import dev.parley.chat.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparingRecallTest {
    private static final Answer FOUND = new Answer.Notice("found");
    private static final MemberState ANN =
            new MemberState(new Nick("ann"), null, true, List.of(RoomName.LOBBY), RoomName.LOBBY, Format.TEXT);

    private boolean isShort;
    private final Recall recall = new SparingRecall(
            new Recall() {
                @Override
                public Answer latest(RoomName room, int count) {
                    return FOUND;
                }

                @Override
                public Answer since(long id, MemberState reader) {
                    return FOUND;
                }
            },
            () -> isShort);

    @Test
    void whileMemoryIsShortNothingIsRecalled() {
        assertThat(recall.latest(RoomName.LOBBY, 1)).isEqualTo(FOUND);
        assertThat(recall.since(1, ANN)).isEqualTo(FOUND);
        isShort = true;
        assertThat(recall.latest(RoomName.LOBBY, 1)).extracting("code").isEqualTo(Code.BUSY);
        assertThat(recall.since(1, ANN)).extracting("code").isEqualTo(Code.BUSY);
        isShort = false;
        assertThat(recall.latest(RoomName.LOBBY, 1)).isEqualTo(FOUND);
    }
}
