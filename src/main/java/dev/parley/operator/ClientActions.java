package dev.parley.admin;

import dev.parley.chat.Code;
import dev.parley.chat.Nick;
import dev.parley.chat.Query;
import dev.parley.chat.Sequence;
import dev.parley.chat.Text;
import dev.parley.event.Action;
import dev.parley.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The acts that operators ask for in the chat, each in words when it is done. As over HTTP, but nobody waits until those
 * who are ended have closed: the one who asks may be one of them.
 */
@Component
class CommandedActs {
    private final Acts acts;
    private final Sanctioning sanctioning;
    private final Sessions sessions;
    private final Sequence sequence;

    private record Ended(Nick nick, int connections) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "kicked " + nick + ", ended " + connections;
        }
    }

    CommandedActs(Acts acts, Sanctioning sanctioning, Sessions sessions, Sequence sequence) {
        this.acts = acts;
        this.sanctioning = sanctioning;
        this.sessions = sessions;
        this.sequence = sequence;
    }

    /** @param target a name, or else the id of one connection */
    String kick(Caller by, String target, String text) {
        String reason = text.isBlank() ? ClientController.NO_REASON : Text.clean(text);
        return carryOut(
                by,
                Action.KICK,
                target,
                reason,
                () -> end(target, reason).orElseThrow(() -> Problem.noSuchClient(target)));
    }

    private Optional<Ended> end(String target, String reason) {
        List<Query.Presence> ended = Nick.of(target)
                .map(nick -> end(new Query.Selection.ByNick(nick), reason))
                .orElse(List.of());
        if (ended.isEmpty()) {
            ended = sessions.find(target)
                    .map(session -> end(Query.Selection.of(session.member()), reason))
                    .orElse(List.of());
        }
        int count = ended.size();
        return ended.stream().findFirst().map(first -> new Ended(first.state().nick(), count));
    }

    private List<Query.Presence> end(Query.Selection selection, String reason) {
        return sequence.ask(new Query.Disconnect(selection, Code.KICKED, reason))
                .join();
    }

    String ban(Caller by, NewSanction wanted) {
        String reason = wanted.cleanReason(Sanctioning.NO_REASON_OF_BAN);
        return wanted.given() + ": "
                + carryOut(
                        by,
                        Action.BAN,
                        wanted.given(),
                        reason,
                        () -> BanController.MadeBan.of(sanctioning.ban(wanted, by, false)));
    }

    String mute(Caller by, NewSanction wanted) {
        String reason = wanted.cleanReason(Sanctioning.NO_REASON_OF_MUTE);
        return wanted.given() + ": "
                + carryOut(
                        by,
                        Action.MUTE,
                        wanted.given(),
                        reason,
                        () -> MuteController.MadeMute.of(sanctioning.mute(wanted, by)));
    }

    String unban(Caller by, NewSanction of) {
        return carryOut(
                by,
                Action.UNBAN,
                of.given(),
                "",
                () -> new BanController.TakenBack(ShownSanction.ofBan(sanctioning.unban(of.checkedTarget()))));
    }

    String unmute(Caller by, NewSanction of) {
        return carryOut(
                by,
                Action.UNMUTE,
                of.given(),
                "",
                () -> new MuteController.TakenBack(ShownSanction.ofMute(sanctioning.unmute(of.checkedTarget()))));
    }

    String announce(Caller by, String text) {
        return carryOut(by, Action.ANNOUNCE, "everyone", text, () -> {
            String checked = AnnouncementController.checked(text);
            int told = sequence.ask(new Query.Announce(checked, null)).join().orElseThrow();
            return new AnnouncementController.Announced(told);
        });
    }

    private String carryOut(
            Caller by, Action action, String target, String reason, Supplier<? extends Acts.Outcome> act) {
        return acts.carryOut(by, action, target, reason, act::get).outcome().outcome();
    }
}
