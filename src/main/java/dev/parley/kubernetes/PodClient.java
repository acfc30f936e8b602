package dev.parley.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Client of the Kubernetes API that changes one pod, with the token of the pod's service account. */
final class PodClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http;
    private final Path account;
    private final URI pod;

    /**
     * @param api address of the API
     * @param account folder with the files {@code ca.crt}, {@code namespace} and {@code token}
     */
    PodClient(URI api, Path account, String podName) throws IOException {
        this.account = account;
        String namespace = Files.readString(account.resolve("namespace")).strip();
        pod = api.resolve("/api/v1/namespaces/" + namespace + "/pods/" + podName);
        http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(trust(account.resolve("ca.crt")))
                .build();
    }

    private static SSLContext trust(Path certificate) {
        var details = PemSslStoreDetails.forCertificate(certificate.toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(null, details)).createSslContext();
    }

    /** Changes the pod. Reads the token each time, because Kubernetes replaces it every hour. */
    void patch(String mergePatch) throws IOException, InterruptedException {
        String token = Files.readString(account.resolve("token")).strip();
        var request = HttpRequest.newBuilder(pod)
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(mergePatch))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != OK) {
            throw new IOException("PATCH " + pod + " was answered with status " + status);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
