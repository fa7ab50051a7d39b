package org.lamella.database;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** "PostgreSQL gone" is 503 wherever in a request it shows. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class OutageConfiguration {
    @Bean
    OutageAnswer outageAnswer(JsonMapper json) {
        return new OutageAnswer(json);
    }

    @Bean
    OutageResolver outageResolver() {
        return new OutageResolver();
    }

    @Bean
    FilterRegistrationBean<OutageFilter> outageFilter(OutageAnswer answer) {
        FilterRegistrationBean<OutageFilter> filter = new FilterRegistrationBean<>(new OutageFilter(answer));
        // Behind only what gives the request its id.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return filter;
    }
}
