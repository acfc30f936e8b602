package dev.parley;

import dev.parley.account.AccountProperties;
import dev.parley.activity.ActivityProperties;
import dev.parley.cluster.ClusterProperties;
import dev.parley.history.HistoryProperties;
import dev.parley.kubernetes.KubernetesProperties;
import dev.parley.rest.security.AdminProperties;
import dev.parley.webhook.WebhookProperties;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses the start if a property under {@code parley} belongs to no record of properties, wherever the property is
 * set. The check runs before any bean is created, so that a refused start creates no files.
 */
final class UnknownPropertyCheck implements BeanFactoryPostProcessor {
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("parley");

    /** Variables that Kubernetes sets in each container for a Service named parley, or parley-something. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("PARLEY(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    /** Value that Kubernetes gives to one more such variable, PARLEY_PORT. A person would write a number there. */
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Environment environment;

    UnknownPropertyCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        check();
    }

    /** @throws UnknownPropertyException if a property is unknown */
    void check() {
        var known = new KnownNames();
        Binder.get(environment).bind(PREFIX, Bindable.of(AllProperties.class), known);
        var unknown = new TreeSet<String>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
                unknownVariables(variables, known).forEach(unknown::add);
            } else if (source instanceof IterableConfigurationPropertySource properties) {
                unknownProperties(properties, known).forEach(unknown::add);
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownPropertyException(String.join(", ", unknown));
        }
    }

    private static Stream<String> unknownProperties(IterableConfigurationPropertySource source, KnownNames known) {
        return source.stream()
                .filter(PREFIX::isAncestorOf)
                .filter(name -> !known.isProperty(name) && !(known.isSection(name) && isEmpty(source, name)))
                .map(ConfigurationPropertyName::toString);
    }

    /** Whether the property has no value, like a section of a YAML file in which every line is commented out. */
    private static boolean isEmpty(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        var property = source.getConfigurationProperty(name);
        return property != null && String.valueOf(property.getValue()).isEmpty();
    }

    private static Stream<String> unknownVariables(SystemEnvironmentPropertySource source, KnownNames known) {
        return Arrays.stream(source.getPropertyNames())
                .filter(variable -> KnownNames.dotted(variable).startsWith("parley."))
                .filter(variable -> !known.isVariable(variable))
                .filter(variable -> !isServiceLink(variable, String.valueOf(source.getProperty(variable))));
    }

    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable).matches()
                || variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches();
    }

    /** All properties of the service. The record is not private, because Spring Boot cannot bind a private one. */
    record AllProperties(
            Path dataDir,
            TcpProperties tcp,
            SessionProperties session,
            LimitsProperties limits,
            DrainProperties drain,
            HistoryProperties history,
            ActivityProperties events,
            WebhookProperties webhooks,
            AccountProperties accounts,
            AdminProperties admin,
            KubernetesProperties kubernetes,
            ClusterProperties cluster) {}

    /** Collects the names of the properties that the records bind. */
    private static final class KnownNames implements BindHandler {
        private static final Pattern INDEX = Pattern.compile("(\\.\\d+\\.?|\\[\\d+])$");

        private final Set<ConfigurationPropertyName> sections = new HashSet<>();
        private final Set<ConfigurationPropertyName> properties = new HashSet<>();
        private final Set<ConfigurationPropertyName> lists = new HashSet<>();

        @Override
        public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            Class<?> type = target.getType().toClass();
            if (Record.class.isAssignableFrom(type)) {
                sections.add(name);
                return target.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY);
            }
            properties.add(name);
            if (Collection.class.isAssignableFrom(type)) {
                lists.add(name);
            }
            return target;
        }

        boolean isSection(ConfigurationPropertyName name) {
            return sections.contains(name);
        }

        boolean isProperty(ConfigurationPropertyName name) {
            return properties.contains(name) || name.isLastElementIndexed() && lists.contains(name.getParent());
        }

        boolean isVariable(String variable) {
            String name = dotted(variable);
            return isAmong(properties, name)
                    || isAmong(lists, INDEX.matcher(name).replaceFirst(""));
        }

        /**
         * Whether one of the properties has this name. In the name of a variable, Spring Boot accepts a property's
         * dashes left out or replaced by underscores.
         */
        private static boolean isAmong(Set<ConfigurationPropertyName> names, String dotted) {
            return names.stream()
                    .map(ConfigurationPropertyName::toString)
                    .anyMatch(name -> name.replace("-", "").equals(dotted)
                            || name.replace('-', '.').equals(dotted));
        }

        static String dotted(String variable) {
            return variable.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        }
    }
}
