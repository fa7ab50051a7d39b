package org.lamella.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.lamella.web.Body;

/**
 * What records promise. Nothing but their components is there; one that is {@code @Nullable} may be null. In an answer all are
 * there; in a body those that may be null may be left out as well.
 */
final class RecordSchemas implements ModelConverter {
    /** Of the whole JVM, because the generator's converters are: it asks that of the newest application context alone. */
    private static final Map<String, Class<?>> RECORD_OF = new ConcurrentSkipListMap<>();

    @Override
    @SuppressWarnings("rawtypes") // The interface of swagger-core is.
    public Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = TypeFactory.defaultInstance().constructType(type.getType());
        if (schema != null && java.getRawClass().isRecord()) {
            String name = schema.get$ref() == null
                    ? schema.getName()
                    : schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            Class<?> other = RECORD_OF.put(name, java.getRawClass());
            if (other != null && other != java.getRawClass()) {
                throw new IllegalStateException("%s and %s would both be the schema %s: give one another name"
                        .formatted(other.getName(), java.getRawClass().getName(), name));
            }
        }
        return schema;
    }

    /** Completes the schemas of all records among these. */
    @SuppressWarnings("rawtypes") // The components of swagger-core are.
    void complete(Map<String, Schema> schemas, Set<String> ofBodies) {
        schemas.forEach((name, schema) -> {
            Class<?> type = RECORD_OF.get(name);
            if (type != null) {
                complete((Schema<?>) schema, type, ofBodies.contains(name));
            }
        });
    }

    /** Puts beside the objects that may be written as a string that string. */
    @SuppressWarnings("rawtypes") // The components of swagger-core are.
    void allowText(Map<String, Schema> schemas) {
        schemas.replaceAll((name, schema) -> {
            Class<?> type = RECORD_OF.get(name);
            boolean orText = type != null && type.isAnnotationPresent(Body.OrText.class);
            return orText ? new Schema<>().anyOf(List.of(Parameters.text(), schema)) : schema;
        });
    }

    private void complete(Schema<?> schema, Class<?> type, boolean ofBody) {
        schema.setAdditionalProperties(false);
        schema.setDescription(DocComments.ofSources().of(type.getSimpleName()));
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            describe(schema.getProperties().get(component.getName()), type, component);
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (nullable) {
                allowNull(schema, component.getName());
            }
            if (!nullable || !ofBody) {
                required.add(component.getName());
            }
        }
        schema.setRequired(required);
    }

    private void describe(Schema<?> property, Class<?> type, RecordComponent component) {
        String words = DocComments.ofSources().of(type.getSimpleName() + "(" + component.getName() + ")");
        if (words != null) {
            property.setDescription(words);
        }
    }

    private static void allowNull(Schema<?> schema, String property) {
        Schema<?> old = schema.getProperties().get(property);
        if (old.get$ref() != null) {
            Schema<?> nothing = new Schema<>();
            nothing.setTypes(Set.of("null"));
            Schema<?> either = new Schema<>();
            either.setAnyOf(List.of(old, nothing));
            schema.getProperties().put(property, either);
        } else {
            old.setTypes(withNull(old.getTypes()));
            if (old.getEnum() != null) {
                old.addEnumItemObject(null);
            }
        }
    }

    private static Set<String> withNull(Set<String> types) {
        Set<String> both = new TreeSet<>(types);
        both.add("null");
        return both;
    }
}
