package dev.parley.admin;

import dev.parley.account.Accounts;
import dev.parley.moderation.Bans;
import dev.parley.moderation.Foresight;
import dev.parley.moderation.Ledger;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.Sanction;
import dev.parley.moderation.Target;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Bans and mutes for operators, and takes that back, by whichever way they ask for it. */
@Component
class Sanctioning {
    static final String NO_REASON_OF_BAN = "an operator banned you";
    static final String NO_REASON_OF_MUTE = "an operator muted you";

    private final Bans bans;
    private final Mutes mutes;
    private final Moderator moderator;
    private final Foresight foresight;
    private final Accounts accounts;

    Sanctioning(Bans bans, Mutes mutes, Moderator moderator, Foresight foresight, Accounts accounts) {
        this.bans = bans;
        this.mutes = mutes;
        this.moderator = moderator;
        this.foresight = foresight;
        this.accounts = accounts;
    }

    Foresight.Foreseen foreseenOfBan(NewSanction wanted, Caller by) {
        return wanted.foreseen(foresight, wanted.checkedTargetOfBan(), by, NO_REASON_OF_BAN);
    }

    Foresight.Foreseen foreseenOfMute(NewSanction wanted, Caller by) {
        return wanted.foreseen(foresight, wanted.checkedTarget(), by, NO_REASON_OF_MUTE);
    }

    Moderator.Imposed ban(NewSanction wanted, Caller by, boolean isForced) {
        Target target = spelled(wanted.checkedTargetOfBan());
        if (!isForced) {
            checkWarnings(wanted, target, by);
        }
        Duration duration = wanted.checkedDuration();
        by.checkMayFor(duration);
        Moderator.Imposed banned = moderator
                .ban(target, wanted.checkedReason(NO_REASON_OF_BAN), duration)
                .orElseThrow(() -> Problem.tooManyBans(Ledger.MOST));
        if (!banned.isStored()) {
            throw Problem.unavailable(
                    "The ban is in force, but could not be stored: until it is, a restart forgets it.");
        }
        return banned;
    }

    /** The same with an account's name in the letters that it was registered with. */
    private Target spelled(Target target) {
        return target instanceof Target.Account account
                ? accounts.registered(account.name())
                        .<Target>map(Target.Account::new)
                        .orElse(target)
                : target;
    }

    private void checkWarnings(NewSanction wanted, Target target, Caller by) {
        Foresight.Foreseen foreseen = wanted.foreseen(foresight, target, by, NO_REASON_OF_BAN);
        if (foreseen.needsForce()) {
            throw Problem.needsForce(foreseen);
        }
    }

    /** Nothing needs force: nobody is ended, and what is taken back has done no harm. */
    Moderator.Imposed mute(NewSanction wanted, Caller by) {
        Target target = spelled(wanted.checkedTarget());
        Duration duration = wanted.checkedDuration();
        by.checkMayFor(duration);
        Moderator.Imposed muted = moderator
                .mute(target, wanted.checkedReason(NO_REASON_OF_MUTE), duration, wanted.isShadow())
                .orElseThrow(() -> Problem.tooManyMutes(Ledger.MOST));
        if (!muted.isStored()) {
            throw Problem.unavailable(
                    "The mute is in force, but could not be stored: until it is, a restart forgets it.");
        }
        return muted;
    }

    Sanction unban(String id) {
        Sanction ban = bans.remove(id).orElseThrow(() -> Problem.noSuchBan(id));
        if (!bans.store()) {
            throw Problem.unavailable(
                    "The ban is taken back, but that could not be stored: until it is, a restart brings it back.");
        }
        return ban;
    }

    Sanction unmute(String id) {
        Sanction mute = mutes.remove(id).orElseThrow(() -> Problem.noSuchMute(id));
        if (!mutes.store()) {
            throw Problem.unavailable(
                    "The mute is taken back, but that could not be stored: until it is, a restart brings it back.");
        }
        return mute;
    }

    /** The one of this target, as its operator knows it by that. */
    Sanction unban(Target target) {
        return unban(bans.find(target).map(Sanction::id).orElseThrow(() -> Problem.noSuchBan(target.text())));
    }

    Sanction unmute(Target target) {
        return unmute(mutes.find(target).map(Sanction::id).orElseThrow(() -> Problem.noSuchMute(target.text())));
    }
}
