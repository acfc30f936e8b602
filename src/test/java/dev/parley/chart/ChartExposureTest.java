package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From where the chat of a release can be reached. */
class ChartExposureTest {
    private static final String NAME = "team-parley";
    private static final String BALANCER = "chat.service.type=LoadBalancer ";
    private static final String NODES = "chat.service.type=NodePort ";
    private static final String POLICY = "networkPolicy.enabled=true networkPolicy.chatFrom[0]=10.0.0.0/8 ";

    @Test
    void chatIsReachableInsideTheClusterOnlyByDefault() {
        var objects = RenderedChart.renderWith("jsonLogs", true);

        assertThat(RenderedChart.<String>at(RenderedChart.find(objects, "Service", NAME), "spec", "type"))
                .isEqualTo("ClusterIP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BALANCER,
                NODES,
                BALANCER + "chat.insecure=null",
                BALANCER + "chat.tls.loginRequired=true",
                BALANCER + "chat.loginRequired=true config.parley.tcp.login-required=false",
                BALANCER + "chat.service.loadBalancerSourceRanges[0]=0.0.0.0/0",
                BALANCER + "chat.service.loadBalancerSourceRanges[0]=10.0.0.0/8 "
                        + "chat.service.loadBalancerSourceRanges[1]=::/0",
                NODES + "chat.service.loadBalancerSourceRanges[0]=10.0.0.0/8",
                NODES + "networkPolicy.enabled=true",
                NODES + "networkPolicy.chatFrom[0]=10.0.0.0/8",
                NODES + POLICY + "chat.service.externalTrafficPolicy=Cluster",
                NODES + POLICY + "networkPolicy.chatFrom[1]=0.0.0.0/0",
            })
    void unprotectedChatIsNotReachableFromOutside(String assignments) {
        assertThatThrownBy(() -> RenderedChart.renderWith(assignments))
                .hasMessageContainingAll(
                        "chat.tls.enabled=true",
                        "chat.loginRequired=true",
                        "chat.service.loadBalancerSourceRanges",
                        "chat.insecure=true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LoadBalancer | chat.tls.enabled=true chat.tls.secret=x                          | chat-tls
            NodePort     | chat.tls.enabled=true chat.tls.secret=x                          | chat-tls
            LoadBalancer | chat.loginRequired=true                                          | chat
            NodePort     | config.parley.tcp.login-required=true                            | chat
            LoadBalancer | chat.service.loadBalancerSourceRanges[0]=10.0.0.0/8              | chat
            NodePort     | networkPolicy.enabled=true networkPolicy.chatFrom[0]=10.0.0.0/8  | chat
            NodePort     | chat.insecure=true                                               | chat
            LoadBalancer | chat.insecure=true chat.tls.enabled=true chat.tls.secret=x       | chat chat-tls
            """)
    void plainPortIsReachableFromOutsideOnlyIfItIsProtected(String type, String assignments, String ports) {
        var objects = RenderedChart.renderWith("chat.service.type=" + type + " " + assignments);

        assertThat(ports(objects, NAME)).isEqualTo(ports);
        boolean isPlainInside = !ports.contains("chat ") && !ports.equals("chat");
        assertThat(ports(objects, NAME + "-admin"))
                .isEqualTo(isPlainInside ? "admin chat management" : "admin management");
        String host =
                at(RenderedChart.find(objects, "Pod", NAME + "-test"), "spec", "containers", 0, "env", 0, "value");
        assertThat(host).isEqualTo(isPlainInside ? NAME + "-admin" : NAME);
    }

    @Test
    void portsOfTheServiceMustDiffer() {
        String tls = "chat.tls.enabled=true chat.tls.secret=x ";
        assertThatThrownBy(() -> RenderedChart.renderWith(tls + "chat.tls.port=12345"))
                .hasMessageContaining("chat.tls.port must differ");
        assertThatThrownBy(() ->
                        RenderedChart.renderWith(tls + NODES + "chat.service.nodePort=30000 chat.tls.nodePort=30000"))
                .hasMessageContaining("chat.tls.nodePort must differ");
        assertThat(RenderedChart.renderWith("chat.tls.port=12345")).isNotEmpty();
    }

    private static String ports(List<Map<String, Object>> objects, String service) {
        List<Map<String, Object>> ports = at(RenderedChart.find(objects, "Service", service), "spec", "ports");
        return String.join(
                " ", ports.stream().map(port -> (String) port.get("name")).toList());
    }
}
