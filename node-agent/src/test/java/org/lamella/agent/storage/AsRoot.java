package org.lamella.agent.storage;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lamella.agent.host.Posix;

/** Skips tests that give files to other users where there is no root. */
final class AsRoot implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Posix.open().isRoot()
                ? ConditionEvaluationResult.enabled("root")
                : ConditionEvaluationResult.disabled("only root can give files to other users");
    }
}
