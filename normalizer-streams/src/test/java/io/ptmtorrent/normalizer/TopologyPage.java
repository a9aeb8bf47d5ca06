package io.ptmtorrent.normalizer;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/** A topology as a page: drawn (Mermaid), a picture a sub-topology, and as Kafka Streams describes it. */
final class TopologyPage {
    private static final String HEAD = """
            # The normalizer's topology

            Made of `Topology.describe()` by `TopologyPageTest`: do not edit it. A task is one partition of one sub-topology; topics are
            rounded, processors square, state stores cylinders. Every store but the policy's has a changelog,
            `<application id>-<store>-changelog`: a change of its name moves state and has to be meant.
            """;

    private TopologyPage() {}

    static String of(TopologyDescription description) {
        StringBuilder page = new StringBuilder(HEAD);
        description.subtopologies().stream()
                .sorted(Comparator.comparingInt(Subtopology::id))
                .forEach(part -> page.append(picture(
                        "Sub-topology " + part.id(),
                        part.nodes().stream().map(TopologyPage::lines).collect(Collectors.toSet()))));
        description
                .globalStores()
                .forEach(part -> page.append(
                        picture("In every instance", Set.of(lines(part.source()), lines(part.processor())))));
        return page.append("\n## As described\n\n```\n")
                .append(description.toString().strip())
                .append("\n```\n")
                .toString();
    }

    private static String picture(String title, Set<String> parts) {
        return "\n## " + title + "\n\n```mermaid\nflowchart LR\n" + String.join("", new TreeSet<>(parts)) + "```\n";
    }

    private static String lines(Node node) {
        return switch (node) {
            case Source source ->
                source.topicSet().stream()
                        .sorted()
                        .map(topic -> "    in-" + topic + "([\"" + topic + "\"]) --> " + followers(source) + "\n")
                        .collect(Collectors.joining());
            case Sink sink -> "    " + followed(sink) + " --> out-" + sink.topic() + "([\"" + sink.topic() + "\"])\n";
            case Processor processor ->
                processor.stores().stream()
                        .sorted()
                        .map(store -> "    " + processor.name() + " --- " + store + "[(" + store + ")]\n")
                        .collect(Collectors.joining());
            default -> throw new IllegalStateException("a node of another kind: " + node);
        };
    }

    private static String followers(Node node) {
        return names(node.successors());
    }

    private static String followed(Node node) {
        return names(node.predecessors());
    }

    private static String names(Set<Node> nodes) {
        return nodes.stream().map(Node::name).sorted().collect(Collectors.joining(" & "));
    }
}
