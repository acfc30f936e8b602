# syntax=docker/dockerfile:1
# docker buildx build --platform linux/amd64,linux/arm64 -t registry.example.com/team/parley:0.1.0 --push .

# By digest, to build the same image again: --build-arg JDK=docker.io/library/eclipse-temurin@sha256:... and BASE likewise.
ARG JDK=docker.io/library/eclipse-temurin:25-jdk-noble
ARG BASE=docker.io/library/ubuntu:24.04

# The jar is the same for every platform, so it is built on the builder's own.
FROM --platform=$BUILDPLATFORM ${JDK} AS build
WORKDIR /build
# Without it mvnw would fetch another archive of Maven than the one whose checksum it knows.
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
RUN --mount=type=cache,target=/repository ./mvnw -B -ntp -q -Dmaven.repo.local=/repository -DskipTests package \
    && java -Djarmode=tools -jar target/parley-*.jar extract --layers --destination layers \
    && mv layers/application/parley-*.jar layers/application/parley.jar

# The parts that depend on the platform: a Java without what only developers need, but with jcmd; and SQLite's library,
# which, unpacked at each start, could not be loaded where nothing in /tmp may be run, as with --tmpfs /tmp.
FROM ${JDK} AS platform
RUN jlink --output /java --no-header-files --no-man-pages \
    --add-modules java.se,jdk.charsets,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.net,jdk.security.auth \
    --add-modules jdk.unsupported,jdk.zipfs
COPY --from=build /build/layers/dependencies/ /dependencies/
RUN cd /dependencies && jar xf lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
    && mkdir /sqlite && mv org/sqlite/native/Linux/*/libsqlitejdbc.so /sqlite

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="Chat for anything with a TCP socket" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN groupadd --gid 10001 parley \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin parley \
    && install --directory --owner=10001 --group=10001 /app \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY --from=platform /java/ /opt/java/
COPY --from=platform /sqlite/ /usr/local/lib/
# What changes least comes first.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY docker/train docker/healthy /usr/local/bin/
USER 10001:10001
# Of the container's memory 60 % is heap. The JVM would take another collector in a small container than the cache knows.
ENV JAVA_HOME=/opt/java \
    PATH=/opt/java/bin:$PATH \
    LANG=C.UTF-8 \
    PARLEY_TCP_ADDRESS=0.0.0.0 \
    SERVER_ADDRESS=0.0.0.0 \
    MANAGEMENT_SERVER_ADDRESS=0.0.0.0 \
    PARLEY_DATA_DIR=/data \
    JDK_JAVA_OPTIONS="-XX:+UseG1GC -XX:MaxRAMPercentage=60"
# The AOT cache only fits the very JVM that made it.
RUN train /app/parley.jar /app/parley.aot
EXPOSE 12345 8080 8081
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["healthy"]
# Out of memory it ends, and is started again.
ENTRYPOINT ["java", "-XX:AOTCache=/app/parley.aot", "-XX:+ExitOnOutOfMemoryError", \
    "-Dorg.sqlite.lib.path=/usr/local/lib", "-jar", "/app/parley.jar"]
