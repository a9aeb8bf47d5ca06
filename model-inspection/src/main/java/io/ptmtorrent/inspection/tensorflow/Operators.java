package io.ptmtorrent.inspection.tensorflow;

import java.util.Set;

/** TensorFlow's operators that do more than compute. */
final class Operators {
    /** They run Python, or read and write what the graph names; saving and restoring are in every saved model. */
    private static final Set<String> DANGEROUS = Set.of(
            "PyFunc",
            "PyFuncStateless",
            "EagerPyFunc",
            "NumpyFunction",
            "ReadFile",
            "WriteFile",
            "MatchingFiles",
            "WholeFileReader",
            "WholeFileReaderV2",
            "TextLineReader",
            "TextLineReaderV2",
            "FixedLengthRecordReader",
            "FixedLengthRecordReaderV2",
            "TFRecordReader",
            "TFRecordReaderV2",
            "LMDBReader",
            "LMDBDataset",
            "SqlDataset",
            "TextLineDataset",
            "TFRecordDataset",
            "FixedLengthRecordDataset",
            "FixedLengthRecordDatasetV2",
            "ImmutableConst",
            "DebugIdentityV3",
            "CreateSummaryFileWriter",
            "WriteSummary",
            "WriteGraphSummary",
            "SaveDataset",
            "SaveDatasetV2",
            "LoadDataset",
            "DistributedSave",
            "RegisterDataset",
            "RegisterDatasetV2",
            "RpcCall",
            "RpcClient",
            "RpcServer");

    private Operators() {}

    static boolean isDangerous(String operator) {
        String plain = operator.startsWith("Flex") ? operator.substring(4) : operator;
        return DANGEROUS.contains(plain);
    }
}
