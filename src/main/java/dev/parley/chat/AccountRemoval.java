package dev.parley.chat;

import java.util.List;

/** Removes everything that belonged to a deleted account, as its name may be registered by somebody else soon. */
final class AccountRemoval {
    private final Ruling ruling;
    private final Naming naming;
    private final Mail mail;
    private final SaidOnce saidOnce;
    private final Resumptions resumptions;
    private final EventPublisher publisher;

    AccountRemoval(
            Ruling ruling,
            Naming naming,
            Mail mail,
            SaidOnce saidOnce,
            Resumptions resumptions,
            EventPublisher publisher) {
        this.ruling = ruling;
        this.naming = naming;
        this.mail = mail;
        this.saidOnce = saidOnce;
        this.resumptions = resumptions;
        this.publisher = publisher;
    }

    void remove(Nick account) {
        ruling.forget(account);
        naming.dropped(account);
        mail.forget(account);
        saidOnce.forget(account);
        resumptions.revoke(account);
        publisher.publish(new Event.AccountDropped(publisher.nextStamp(), account), List.of(), null);
    }
}
