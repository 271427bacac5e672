-- Role by role through the index: the planner takes the roles that one user holds for thousands, and would read all that
-- every role allows.
CREATE OR REPLACE FUNCTION held_permissions(held_by UUID)
RETURNS TABLE (permission_id UUID, role_id UUID, given_role_id UUID, expires_at TIMESTAMPTZ)
LANGUAGE SQL STABLE ROWS 100 AS $$
  SELECT up.permission_id, NULL::uuid, NULL::uuid, up.expires_at FROM user_permissions up
    WHERE up.user_id = held_by AND (up.expires_at IS NULL OR up.expires_at > now())
  UNION ALL
  SELECT allowed.permission_id, h.role_id, h.given_role_id, h.expires_at
    FROM held_roles(held_by) h
      CROSS JOIN LATERAL (SELECT rp.permission_id FROM role_permissions rp WHERE rp.role_id = h.role_id OFFSET 0) allowed
$$;
