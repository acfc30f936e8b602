package dev.parley.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Request of an operator, or the result of a request.
 *
 * @param id number of the record; numbers start at 1 and have no gaps
 * @param at time of the record, in whole milliseconds
 * @param begun id of the request record that this result belongs to; null in a request record
 * @param before state before the change, in JSON; null if there was none
 * @param after state after the change, in JSON; null if there is none
 * @param hash hash of this record and the record before it, in hex
 */
public record AuditRecord(
        long id,
        Instant at,
        AuditedRequest request,
        String result,
        @Nullable Long begun,
        @Nullable String before,
        @Nullable String after,
        String hash) {
    /** Result that a request record contains. */
    public static final String BEGUN = "begun";

    /** Request of an operator: actor, address, action, target and reason. */
    public record AuditedRequest(String actor, String address, String action, String target, String reason) {}

    static AuditRecord following(
            Head head,
            Instant at,
            AuditedRequest act,
            String result,
            @Nullable Long begun,
            @Nullable String before,
            @Nullable String after) {
        var unhashed = new AuditRecord(head.id() + 1, at, act, result, begun, before, after, "");
        return new AuditRecord(unhashed.id, at, act, result, begun, before, after, unhashed.hashAfter(head.hash()));
    }

    /** Id and hash of the last record; 0 and an empty hash if there is no record. */
    public record Head(long id, String hash) {
        static final Head NONE = new Head(0, "");
    }

    Head head() {
        return new Head(id, hash);
    }

    /**
     * Returns the SHA-256 of the previous hash and of each field in turn. Each value is encoded as a netstring; null is
     * encoded as one minus sign.
     */
    String hashAfter(String previous) {
        var digest = sha256();
        add(digest, previous);
        add(digest, Long.toString(id));
        add(digest, Long.toString(at.toEpochMilli()));
        add(digest, request.actor());
        add(digest, request.address());
        add(digest, request.action());
        add(digest, request.target());
        add(digest, request.reason());
        add(digest, result);
        add(digest, begun == null ? null : begun.toString());
        add(digest, before);
        add(digest, after);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, @Nullable String field) {
        if (field == null) {
            digest.update((byte) '-');
            return;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        digest.update((byte) ',');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has it", e);
        }
    }
}
