package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.account.Accounts;
import dev.parley.audit.AuditTarget;
import dev.parley.moderation.AffectedClientView;
import dev.parley.moderation.Bans;
import dev.parley.moderation.ImpactPreview;
import dev.parley.moderation.ModerationService;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.Restriction;
import dev.parley.moderation.RestrictionRegistry;
import dev.parley.moderation.Target;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists, previews, applies and removes bans and mutes. */
@Component
public class RestrictionActions {
    private final ActionExecutor executor;
    private final Bans bans;
    private final Mutes mutes;
    private final ModerationService moderation;
    private final ImpactPreview impactPreview;
    private final Accounts accounts;
    private final Sessions sessions;

    /**
     * A new ban or mute, and the clients that it affects.
     *
     * @param replaced previous restriction of the same target; null if there was none
     */
    public record AppliedRestriction(
            @JsonUnwrapped RestrictionView restriction,
            List<AffectedClientView> clients,
            @JsonIgnore @Nullable RestrictionView replaced)
            implements ActionResult {
        @Override
        public String outcome() {
            Boolean shadow = restriction.shadow();
            String how = shadow == null ? "banned " : shadow ? "shadow-muted " : "muted ";
            String hits = (shadow == null ? ", disconnected clients: " : ", affected clients: ") + clients.size();
            return how + restriction.until() + ", id " + restriction.id() + hits;
        }

        @Override
        public @Nullable Object before() {
            return replaced;
        }

        @Override
        public Object after() {
            return restriction;
        }
    }

    /** A ban or mute that an operator removed. */
    public record Removed(
            @JsonIgnore RestrictionKind kind, @JsonUnwrapped RestrictionView restriction) implements ActionResult {
        @Override
        public String outcome() {
            return "removed the " + kind.label() + " of " + restriction.target();
        }

        @Override
        public Object before() {
            return restriction;
        }
    }

    RestrictionActions(
            ActionExecutor executor,
            Bans bans,
            Mutes mutes,
            ModerationService moderation,
            ImpactPreview impactPreview,
            Accounts accounts,
            Sessions sessions) {
        this.executor = executor;
        this.bans = bans;
        this.mutes = mutes;
        this.moderation = moderation;
        this.impactPreview = impactPreview;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * Lists restrictions in the order in which they were made, or newest first.
     *
     * @param cursor id of the last item of the previous page; null for the first page
     * @throws NumberFormatException if the cursor is not an id
     */
    public List<RestrictionView> list(
            RestrictionKind kind,
            Predicate<RestrictionView> filter,
            boolean isNewestFirst,
            @Nullable String cursor,
            int limit) {
        Stream<Restriction> sorted =
                isNewestFirst ? registry(kind).before(cursor) : registry(kind).after(cursor);
        return sorted.map(found -> RestrictionView.of(kind, found))
                .filter(filter)
                .limit(limit)
                .toList();
    }

    /** Validates a request as {@link #apply} does, and returns the clients that the restriction would affect. */
    public ImpactPreview.Impact preview(RestrictionKind kind, RestrictionRequest request, Operator by) {
        return impactPreview.preview(request.validate(kind).target(), by.origin(), kind == RestrictionKind.BAN);
    }

    /**
     * @param awaitsClose whether to wait until banned clients have disconnected; false if the operator may be one of
     *     them
     */
    public AuditedResult<AppliedRestriction> apply(
            RestrictionKind kind, RestrictionRequest request, Operator by, boolean awaitsClose) {
        return executor.executeWithId(
                by,
                kind.action(),
                request.auditedTarget(),
                request.requestedReason(kind),
                () -> applied(kind, request, by, awaitsClose));
    }

    private AppliedRestriction applied(
            RestrictionKind kind, RestrictionRequest request, Operator by, boolean awaitsClose) {
        ModerationService.Applied applied = apply(kind, request.validate(kind), by);
        if (kind == RestrictionKind.BAN && awaitsClose) {
            awaitClosed(applied.hits());
        }
        Restriction replaced = applied.replaced();
        return new AppliedRestriction(
                RestrictionView.of(kind, applied.restriction()),
                AffectedClientView.of(applied.hits()),
                replaced == null ? null : RestrictionView.of(kind, replaced));
    }

    /**
     * Puts an earlier restriction in force again, with the checks of a new one. Part of an undo, which is recorded as
     * an action of its own.
     *
     * @param left rest of its time; null for a permanent restriction
     */
    public RestrictionView restore(
            RestrictionKind kind, RestrictionView earlier, @Nullable Duration left, boolean isForced, Operator by) {
        var request = new RestrictionRequest(
                earlier.nick(),
                earlier.account(),
                earlier.network(),
                left == null ? null : left.toString(),
                earlier.reason(),
                isForced,
                earlier.shadow());
        return applied(kind, request, by, true).restriction();
    }

    /** Returns the restriction in force of the same target. */
    public Optional<RestrictionView> current(RestrictionKind kind, RestrictionView like) {
        return registry(kind).find(like.asTarget()).map(found -> RestrictionView.of(kind, found));
    }

    /** Returns the ban or mute in force with this id. */
    public Optional<RestrictionView> inForce(String id) {
        return Stream.of(RestrictionKind.values())
                .flatMap(kind -> registry(kind).find(id).map(found -> RestrictionView.of(kind, found)).stream())
                .findFirst();
    }

    /**
     * Applies a restriction. A mute needs no confirmation by {@code force}: it disconnects no client, and can be
     * removed without lasting harm.
     */
    private ModerationService.Applied apply(RestrictionKind kind, RestrictionTerms terms, Operator by) {
        Target target = spelled(terms.target());
        if (kind == RestrictionKind.BAN && !terms.isForced()) {
            ImpactPreview.Impact impact = impactPreview.preview(target, by.origin(), true);
            if (impact.needsForce()) {
                throw new OperatorException(new OperatorError.NeedsForce(impact));
            }
        }
        by.requireDuration(terms.duration());
        ModerationService.Applied applied = (kind == RestrictionKind.BAN
                        ? moderation.ban(target, terms.reason(), terms.duration(), by.actor())
                        : moderation.mute(target, terms.reason(), terms.duration(), terms.isShadow(), by.actor()))
                .orElseThrow(() -> new OperatorException(
                        new OperatorError.TooManyRestrictions(kind, RestrictionRegistry.MAX_RESTRICTIONS)));
        if (!applied.isStored()) {
            throw OperatorException.unavailable("the " + kind.label()
                    + " is in force, but could not be saved; Parley retries, and a restart before that succeeds"
                    + " removes it");
        }
        return applied;
    }

    /** Returns the target. If it is an account, its name is spelled as it was registered. */
    private Target spelled(Target target) {
        return target instanceof Target.ByAccount account
                ? accounts.registered(account.name())
                        .<Target>map(Target.ByAccount::new)
                        .orElse(target)
                : target;
    }

    /**
     * Waits until banned clients have disconnected, but at most {@value ClientActions#CLOSE_TIMEOUT_SECONDS} s. The
     * result does not depend on the wait, because the ban is in force already.
     */
    private void awaitClosed(List<ModerationService.AffectedClient> hits) {
        CompletableFuture.allOf(hits.stream()
                        .flatMap(hit -> sessions.find(hit.client().id()).stream())
                        .map(Session::closed)
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, ClientActions.CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    public AuditedResult<Removed> remove(RestrictionKind kind, String id, String reason, Operator by) {
        Optional<String> name = registry(kind)
                .find(id)
                .map(found -> RestrictionView.of(kind, found).target());
        return executor.executeWithId(by, kind.removal(), AuditTarget.of(id, name), reason, () -> lift(kind, id));
    }

    /**
     * Removes the restriction of a target. Operators in the chat specify a restriction by its target, not by its id.
     */
    Removed remove(RestrictionKind kind, RestrictionRequest of, Operator by) {
        return executor.execute(by, kind.removal(), of.auditedTarget(), "", () -> {
            Target target = of.validTarget();
            return lift(
                    kind,
                    registry(kind)
                            .find(target)
                            .map(Restriction::id)
                            .orElseThrow(() -> noSuchRestriction(kind, target.text())));
        });
    }

    /** Removes a restriction without a record in the audit, for an action that is recorded itself, such as an undo. */
    public Removed lift(RestrictionKind kind, String id) {
        Restriction removed = registry(kind).remove(id).orElseThrow(() -> noSuchRestriction(kind, id));
        if (!registry(kind).store()) {
            throw OperatorException.unavailable("the " + kind.label()
                    + " is removed, but this could not be saved; Parley retries, and a restart before that succeeds"
                    + " restores it");
        }
        return new Removed(kind, RestrictionView.of(kind, removed));
    }

    private static OperatorException noSuchRestriction(RestrictionKind kind, String id) {
        return new OperatorException(new OperatorError.NoSuchRestriction(kind, id));
    }

    private RestrictionRegistry registry(RestrictionKind kind) {
        return kind == RestrictionKind.BAN ? bans : mutes;
    }
}
