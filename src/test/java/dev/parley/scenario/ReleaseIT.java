package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import dev.parley.chart.RenderedChart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a release, made from the packaged jar. */
class ReleaseIT {
    @TempDir
    static Path folder;

    private static String version;
    private static Path release;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(run(Path.of(""), "tar", "--version").contains("GNU tar"), "GNU tar is not installed");
        version = System.getProperty("parley.jar").replaceAll(".*parley-|\\.jar$", "");
        release = folder.resolve("release");
        run(Path.of(""), "release/build", "--built", "--output", release.toString());
    }

    @Test
    void releaseHasJarArchiveChartBillOfMaterialsAndTheirChecksums() throws Exception {
        try (var files = Files.list(release)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "parley-" + version + ".jar",
                            "parley-" + version + ".tar.gz",
                            "parley-" + version + ".cdx.json",
                            "parley-chart-" + version + ".tgz",
                            "SHA256SUMS");
        }
        assertThat(Files.readAllLines(release.resolve("SHA256SUMS"))).hasSize(4);
        run(release, "sha256sum", "--check", "SHA256SUMS");
    }

    @Test
    void packagedChartRendersWithoutItsExampleValues() throws Exception {
        Path chart = release.resolve("parley-chart-" + version + ".tgz");
        run(folder, "tar", "-xzf", chart.toString());

        assertThat(new Helm(chart)
                        .template()
                        .withKubeVersion(RenderedChart.KUBERNETES)
                        .set("image.repository", "registry.example.com/parley")
                        .call())
                .contains("registry.example.com/parley:" + version);
        assertThat(folder.resolve("parley/values.yaml")).exists();
        assertThat(folder.resolve("parley/ci")).doesNotExist();
    }

    @Test
    void unpackedArchiveStartsChatsAndStops() throws Exception {
        run(
                folder,
                "tar",
                "-xzf",
                release.resolve("parley-" + version + ".tar.gz").toString());
        Path unpacked = folder.resolve("parley-" + version);
        int port = ParleyProcess.freePort();
        try (var parley = ParleyProcess.ofArchive(
                unpacked, "--parley.tcp.port=" + port, "--server.port=0", "--management.server.port=0")) {
            parley.awaitReady();
            try (var client = new TcpClient(port)) {
                client.send("/ping here").hears("*** pong here").send("/quit").hearsLike("\\*\\*\\* bye quit.*");
            }
            parley.terminate();
            assertThat(parley.exitCode()).as(parley.output()).isZero();
        }
        assertThat(unpacked.resolve("data/parley.db")).exists();
        assertThat(unpacked.resolve("LICENSE")).exists();
    }

    /** @return output */
    private static String run(Path folder, String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
