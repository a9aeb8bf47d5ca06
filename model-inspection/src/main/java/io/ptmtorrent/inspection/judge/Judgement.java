package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectedGlobal;
import io.ptmtorrent.avro.InspectedOperator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule set makes of the names that a file has: its classes, functions and operators. Pure. */
final class Judgement {
    /** Rules that names alone decide, so that they can be decided again without the file. */
    static final Set<Rule> BY_NAME = EnumSet.of(
            Rule.PICKLE_DANGEROUS_GLOBAL,
            Rule.PICKLE_STANDARD_LIBRARY_CALL,
            Rule.PICKLE_UNKNOWN_GLOBAL,
            Rule.PICKLE_CODE_GLOBAL,
            Rule.ONNX_CUSTOM_OPERATOR,
            Rule.ONNX_UNKNOWN_OPERATOR,
            Rule.TENSORFLOW_OPERATOR,
            Rule.TORCH_PROGRAM_OPERATOR,
            Rule.TORCH_PROGRAM_FILE,
            Rule.CODE_OF_INTEREST);
    /** The system of what an ONNX model defines itself. */
    private static final String DEFINED = "onnx-defined";
    /** Systems whose names are kept, and not counted among the facts. */
    static final Set<String> UNCOUNTED = Set.of(DEFINED, "python");

    private final RuleSet rules;
    private final Findings findings;

    Judgement(RuleSet rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    void globals(List<InspectedGlobal> globals) {
        for (InspectedGlobal global : globals) {
            String name = global.getModule() + " " + global.getName();
            String shown = name + (global.getCalled() ? ", called" : ", imported");
            GlobalList.Known known = rules.globals().of(global.getModule(), global.getName());
            String detail = known.reason().isEmpty() ? shown : shown + ": " + known.reason();
            Rule rule = ofGlobal(known.kind(), global.getCalled());
            if (rule != null) {
                findings.add(rule, global.getWhere(), global.getOffset(), detail);
            }
        }
    }

    private static @Nullable Rule ofGlobal(GlobalList.Kind kind, boolean called) {
        return switch (kind) {
            case WEIGHTS, DATA -> null;
            case UNKNOWN -> Rule.PICKLE_UNKNOWN_GLOBAL;
            case CODE -> Rule.PICKLE_CODE_GLOBAL;
            case STANDARD -> called ? Rule.PICKLE_STANDARD_LIBRARY_CALL : Rule.PICKLE_UNKNOWN_GLOBAL;
            case DANGEROUS -> Rule.PICKLE_DANGEROUS_GLOBAL;
        };
    }

    void operators(List<InspectedOperator> operators) {
        Set<String> defined = new HashSet<>();
        operators.stream()
                .filter(it -> it.getSystem().equals(DEFINED))
                .forEach(it -> defined.add(it.getWhere() + "!" + it.getName()));
        for (InspectedOperator operator : operators) {
            if (!defined.contains(operator.getWhere() + "!" + operator.getName())) {
                operator(operator);
            }
        }
    }

    private void operator(InspectedOperator operator) {
        OperatorList.Known known = rules.operators().of(operator.getSystem(), operator.getName());
        boolean dangerous = known.kind() == OperatorList.Kind.DANGEROUS;
        boolean unknown = known.kind() == OperatorList.Kind.UNKNOWN;
        Rule rule = switch (operator.getSystem()) {
            case "tensorflow" -> dangerous ? Rule.TENSORFLOW_OPERATOR : null;
            case "torch" -> dangerous ? Rule.TORCH_PROGRAM_FILE : unknown ? Rule.TORCH_PROGRAM_OPERATOR : null;
            case "python" -> dangerous ? Rule.CODE_OF_INTEREST : null;
            case "onnx" -> unknown ? ofOnnx(operator.getName()) : null;
            default -> null;
        };
        if (rule != null) {
            String reason = known.reason().isEmpty() ? "" : ": " + known.reason();
            findings.add(rule, operator.getWhere(), operator.getOffset(), "operator " + operator.getName() + reason);
        }
    }

    /** Of ONNX's own domains all operators are listed; another domain is somebody's library. */
    private static Rule ofOnnx(String name) {
        boolean own = name.indexOf(':') < 0 || name.startsWith("ai.onnx");
        return own ? Rule.ONNX_UNKNOWN_OPERATOR : Rule.ONNX_CUSTOM_OPERATOR;
    }
}
