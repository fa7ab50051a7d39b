package org.lamella.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The comments of the sources: what a handler's comment says to those who read the code, the description says to those who
 * call it. By name: {@code SliceController.list} for a method, {@code NewSlice} for a record, {@code NewSlice(name)} for a component.
 */
final class DocComments extends TreePathScanner<Void, DocTrees> {
    private static final Path SOURCES = Path.of("main/java/org/lamella");

    private final Map<String, String> words = new HashMap<>();
    private final Deque<String> classes = new ArrayDeque<>();

    private static final class Holder {
        private static final DocComments INSTANCE = read();
    }

    private DocComments() {}

    /** Read when they are first asked for. */
    static DocComments ofSources() {
        return Holder.INSTANCE;
    }

    private static DocComments read() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        DocComments comments = new DocComments();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                comments.scan(unit, trees);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return comments;
    }

    /** Null when nothing is said. */
    String of(String name) {
        return words.get(name);
    }

    @Override
    public Void visitClass(ClassTree type, DocTrees trees) {
        classes.push(type.getSimpleName().toString());
        keep(type.getSimpleName().toString(), trees);
        super.visitClass(type, trees);
        classes.pop();
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, DocTrees trees) {
        keep(classes.peek() + "." + method.getName(), trees);
        return null;
    }

    private void keep(String name, DocTrees trees) {
        TreePath here = getCurrentPath();
        DocCommentTree comment = trees.getDocCommentTree(here);
        if (comment == null) {
            return;
        }
        if (!comment.getFullBody().isEmpty()) {
            words.putIfAbsent(name, plain(comment.getFullBody()));
        }
        comment.getBlockTags().forEach(tag -> {
            if (tag instanceof ParamTree component && !component.isTypeParameter()) {
                words.putIfAbsent(name + "(" + component.getName() + ")", plain(component.getDescription()));
            }
        });
    }

    /** In the words of CommonMark, which descriptions are written in. */
    private static String plain(List<?> body) {
        StringBuilder text = new StringBuilder();
        body.forEach(text::append);
        return text.toString()
                .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
                .replaceAll("\\{@link\\s+([^}]*)}", "`$1`")
                .replaceAll("</?[a-z]+>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
