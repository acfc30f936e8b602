package dev.parley.session;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatFixture;
import dev.parley.chat.EventClock;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.Format;
import dev.parley.session.broadcast.BroadcastService;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.AddressBans;
import dev.parley.session.port.HistoryReader;
import dev.parley.session.port.OperatorCommands;
import dev.parley.session.port.ReaderServices;
import dev.parley.session.port.SessionMetrics;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** A chat and its sessions, wired as in the application. The chat thread is not started yet. */
public record WiredChat(
        BroadcastService broadcast, ChatEventLoop eventLoop, Sessions sessions, SocketWriters socketWriters) {
    /** The parts that a test replaces; the others do nothing, and no rate is limited. */
    public static final class Builder {
        private SessionLimits limits = SessionLimits.of(16_384, Long.MAX_VALUE, 0, 1, 0);
        private SessionMetrics sessionMetrics = SessionMetrics.NONE;
        private ChatMetrics chatMetrics = ChatMetrics.NONE;
        private EventLog eventLog = EventLog.NONE;
        private NickPolicy nickPolicy = NickPolicy.NONE;
        private MutePolicy mutePolicy = MutePolicy.NONE;
        private AddressBans addressBans = AddressBans.NONE;
        private AccountAuthenticator authenticator = AccountAuthenticator.NONE;
        private OperatorCommands operatorCommands = OperatorCommands.NONE;
        private MonotonicClock clock = MonotonicClock.SYSTEM;
        private InstantSource wallClock = InstantSource.system();
        private Executor writerThreads = Runnable::run;

        public Builder limits(SessionLimits limits) {
            this.limits = limits;
            return this;
        }

        public Builder metrics(SessionMetrics sessionMetrics) {
            this.sessionMetrics = sessionMetrics;
            return this;
        }

        public Builder metrics(ChatMetrics chatMetrics) {
            this.chatMetrics = chatMetrics;
            return this;
        }

        public Builder eventLog(EventLog eventLog) {
            this.eventLog = eventLog;
            return this;
        }

        public <B extends NickPolicy & AddressBans> Builder bans(B bans) {
            this.nickPolicy = bans;
            this.addressBans = bans;
            return this;
        }

        public Builder mutes(MutePolicy mutePolicy) {
            this.mutePolicy = mutePolicy;
            return this;
        }

        public Builder authenticator(AccountAuthenticator authenticator) {
            this.authenticator = authenticator;
            return this;
        }

        public Builder operatorCommands(OperatorCommands operatorCommands) {
            this.operatorCommands = operatorCommands;
            return this;
        }

        public <C extends MonotonicClock & InstantSource> Builder clock(C clock) {
            this.clock = clock;
            this.wallClock = clock;
            return this;
        }

        public Builder writerThreads(Executor writerThreads) {
            this.writerThreads = writerThreads;
            return this;
        }

        public WiredChat build() {
            var writers = new SocketWriters(writerThreads, clock);
            var broadcast = new BroadcastService(writers, limits, sessionMetrics, clock);
            var eventClock = new EventClock(wallClock);
            var chat = ChatFixture.chat(ChatFixture.LIMITS, broadcast, eventClock, chatMetrics, nickPolicy, mutePolicy);
            var eventLoop = new ChatEventLoop(chat, eventLog, broadcast);
            var services = new ReaderServices(HistoryReader.NONE, authenticator, operatorCommands);
            var context = new SessionContext(eventLoop, limits, sessionMetrics, services, clock, writers);
            var sessions = new Sessions(context, addressBans, SessionObserver.NONE, Format.TEXT, wallClock);
            return new WiredChat(broadcast, eventLoop, sessions, writers);
        }
    }
}
