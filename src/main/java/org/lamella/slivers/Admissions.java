package org.lamella.slivers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.accounts.KeysChanged;
import org.lamella.accounts.SiteResumed;
import org.lamella.accounts.SiteSuspended;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.SliceMembersChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose keys open the slivers of a node: those of the members of their slices. Not those of disabled accounts, nor of people all
 * of whose sites are suspended, nor blocked ones; and nobody's open a sliver of a suspended site.
 *
 * <p>A change gives all nodes concerned a new plan at once. What is wanted of their slivers stays, and so do the slivers'
 * own generations.
 */
@Component
class Admissions {
    private static final String NODES_OF_MEMBERS =
            "select distinct v.node_id from slice_members m join slivers v on v.slice_id = m.slice_id"
                    + " where v.goal <> 'ABSENT' and ";

    private final PlanNumbers plans;
    private final Outbox outbox;
    private final JdbcClient jdbc;

    private record Member(String slice, long account, String email) {}

    Admissions(PlanNumbers plans, Outbox outbox, JdbcClient jdbc) {
        this.plans = plans;
        this.outbox = outbox;
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    Admission of(long nodeId) {
        List<Member> members = jdbc.sql("""
                        select s.name as slice, a.id as account, a.email
                        from slivers v join slices s on s.id = v.slice_id
                        join sites o on o.id = s.site_id and o.enabled
                        join slice_members m on m.slice_id = s.id
                        join accounts a on a.id = m.account_id and a.enabled
                        where v.node_id = ? and v.goal <> 'ABSENT'
                          and (a.admin
                               or not exists (select from site_roles r where r.account_id = a.id)
                               or exists (select from site_roles r join sites t on t.id = r.site_id
                                          where r.account_id = a.id and t.enabled))
                        order by s.name, a.email""").param(nodeId).query(Member.class).list();
        Map<Long, List<byte[]>> keys = keys(members);
        Map<Long, Integer> numbers = new HashMap<>();
        List<Admission.Person> people = new ArrayList<>();
        Map<String, List<Integer>> slices = new LinkedHashMap<>();
        for (Member member : members) {
            if (keys.containsKey(member.account())) {
                int number = numbers.computeIfAbsent(member.account(), account -> {
                    people.add(new Admission.Person(member.email(), keys.get(account)));
                    return people.size() - 1;
                });
                slices.computeIfAbsent(member.slice(), slice -> new ArrayList<>())
                        .add(number);
            }
        }
        return new Admission(
                people,
                slices.entrySet().stream()
                        .map(slice -> new Admission.Members(slice.getKey(), slice.getValue()))
                        .toList());
    }

    private Map<Long, List<byte[]>> keys(List<Member> members) {
        Map<Long, List<byte[]>> keys = new HashMap<>();
        RowCallbackHandler collect = row -> keys.computeIfAbsent(row.getLong("account"), account -> new ArrayList<>())
                .add(row.getBytes("blob"));
        jdbc.sql("""
                        select k.account_id as account, k.blob from ssh_keys k
                        where k.account_id = any(?)
                          and not exists (select from blocked_ssh_keys b where b.fingerprint = k.fingerprint)
                        order by k.id""")
                .param(members.stream().map(Member::account).distinct().toArray(Long[]::new))
                .query(collect);
        return keys;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(KeysChanged changed) {
        wake(NODES_OF_MEMBERS + "m.account_id = any(?)", changed.accounts().toArray(Long[]::new));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceMembersChanged changed) {
        wake(
                "select v.node_id from slivers v where v.goal <> 'ABSENT' and v.slice_id = ?",
                changed.slice().id());
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SiteSuspended suspended) {
        wakeThoseOfPeople(suspended.site().id());
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SiteResumed resumed) {
        wakeThoseOfPeople(resumed.site().id());
    }

    private void wakeThoseOfPeople(long siteId) {
        wake(NODES_OF_MEMBERS + "m.account_id in (select account_id from site_roles where site_id = ?)", siteId);
    }

    private void wake(String nodesConcerned, Object parameter) {
        List<Long> nodes =
                jdbc.sql(nodesConcerned).param(parameter).query(Long.class).list();
        outbox.append(
                Topic.PLAN,
                plans.next(nodes).stream().map(PlanNumbers.Next::node).toList());
    }
}
