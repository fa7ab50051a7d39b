package org.lamella.slivers;

import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.slices.Visibility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Finds anything that the caller may see by a part of its name; goes straight to the only thing found. */
@Controller
class FindPages {
    private static final int MOST = 50;

    private final JdbcClient jdbc;

    /** @param kind {@code slice} or {@code node} */
    record Hit(String kind, String name) {
        public String address() {
            return "/" + kind + "s/" + name;
        }
    }

    FindPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/find")
    String find(Caller caller, @RequestParam(defaultValue = "") String q, Model model) {
        List<Hit> found = q.isBlank() ? List.of() : hits(caller, q.strip());
        if (found.size() == 1) {
            return "redirect:" + found.getFirst().address();
        }
        model.addAttribute("query", q.strip());
        model.addAttribute("found", found);
        return "find";
    }

    private List<Hit> hits(Caller caller, String text) {
        String part = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        Visibility visible = Visibility.of(caller);
        return jdbc.sql("""
                        (select 'slice' as kind, s.name from slices s join sites site on site.id = s.site_id
                         where s.name ilike :part and %s order by s.name limit :most)
                        union all
                        (select 'node' as kind, name from nodes where name ilike :part order by name limit :most)""".formatted(visible.condition()))
                .params(visible.parameters())
                .param("part", part)
                .param("most", MOST)
                .query(Hit.class)
                .list();
    }
}
